/** A listing: a table where there is room, one entry under the other on a phone. */
import Container from '@cloudscape-design/components/container'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { useSyncExternalStore } from 'react'

export interface RowsProps<Item> {
  readonly items: readonly Item[]
  readonly trackBy: Extract<keyof Item, string>
  readonly header: React.ReactNode
  readonly empty: React.ReactNode
  readonly columns: readonly TableProps.ColumnDefinition<Item>[]
  readonly isDense?: boolean
}

const narrow = window.matchMedia('(max-width: 700px)')
const subscribe = (listener: () => void): (() => void) => {
  narrow.addEventListener('change', listener)
  return () => narrow.removeEventListener('change', listener)
}
const useIsNarrow = (): boolean => useSyncExternalStore(subscribe, () => narrow.matches)

export function Rows<Item>({ items, trackBy, header, empty, columns, isDense = false }: RowsProps<Item>) {
  const isNarrow = useIsNarrow()
  if (isNarrow)
    return (
      <Container header={header}>
        {items.length === 0 && empty}
        {items.map((item) => (
          <dl key={String(item[trackBy])} className="entry">
            {columns.map((column) => (
              <div key={column.id} className={column.isRowHeader ? 'entry-head' : ''}>
                <dt className={column.isRowHeader ? 'wave-hidden' : 'soft'}>{column.header}</dt>
                <dd>{column.cell(item)}</dd>
              </div>
            ))}
          </dl>
        ))}
      </Container>
    )
  return (
    <Table<Item>
      variant="container"
      wrapLines
      contentDensity={isDense ? 'compact' : 'comfortable'}
      items={items}
      trackBy={trackBy}
      header={header}
      empty={empty}
      columnDefinitions={columns}
    />
  )
}
