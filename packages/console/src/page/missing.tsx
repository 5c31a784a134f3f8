/** An address that leads nowhere. */
import Box from '@cloudscape-design/components/box'
import { PageLink } from '../part/page-link.tsx'

export default function Missing() {
  return (
    <Box textAlign="center" padding="xxxl">
      <Box variant="h1">There is no such page</Box>
      <PageLink href="/">What is burning, what is moving</PageLink>
    </Box>
  )
}
