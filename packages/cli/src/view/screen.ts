/** A part of the terminal that is painted again and again; where nobody looks, each changed line is printed once. */
import { stripVTControlCharacters } from 'node:util'

export interface Screen {
  paint(lines: readonly string[]): void
  /** Leaves what is there and goes on below. */
  end(): void
}

export function openScreen(stream: NodeJS.WriteStream = process.stdout): Screen {
  return stream.isTTY ? new LiveScreen(stream) : new LineScreen(stream)
}

class LiveScreen implements Screen {
  readonly #stream: NodeJS.WriteStream
  #height = 0

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream
  }

  paint(lines: readonly string[]): void {
    const cut = lines.map((line) => cutTo(line, this.#stream.columns ?? 120))
    const up = this.#height > 0 ? `\u001b[${this.#height}A` : ''
    this.#stream.write(`${up}\u001b[0J${cut.join('\n')}\n`)
    this.#height = cut.length
  }

  end(): void {
    this.#height = 0
  }
}

/** Lines that wrap would break the counting; colours have no width. */
function cutTo(line: string, columns: number): string {
  if (stripVTControlCharacters(line).length < columns) return line
  const plain = stripVTControlCharacters(line)
  return `${plain.slice(0, Math.max(0, columns - 2))}…`
}

/** Numbers change all the time: a line is printed again only when something else in it did. */
class LineScreen implements Screen {
  readonly #stream: NodeJS.WriteStream
  #shown = new Set<string>()

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream
  }

  paint(lines: readonly string[]): void {
    const shapes = lines.map((line) =>
      stripVTControlCharacters(line)
        .replace(/[\d.,]+[a-z]*|[━─]/g, '')
        .replace(/\s+/g, ' '),
    )
    lines.forEach((line, index) => {
      const shape = `${index} ${shapes[index]}`
      if (!this.#shown.has(shape)) this.#stream.write(`${stripVTControlCharacters(line)}\n`)
    })
    this.#shown = new Set(shapes.map((shape, index) => `${index} ${shape}`))
  }

  end(): void {}
}
