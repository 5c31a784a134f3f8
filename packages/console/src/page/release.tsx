/** One release. */
export default function ReleasePage({ id }: { readonly id: string }) {
  return <>{id}</>
}
