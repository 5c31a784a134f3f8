/** A function that always fails, to be deployed in place of another. */
export async function handler(): Promise<never> {
  throw Object.assign(new Error('broken on purpose'), { name: 'Houston.Bug' })
}
