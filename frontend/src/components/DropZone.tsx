import { type DragEvent, type ReactNode, useRef, useState } from 'react'
import classes from './DropZone.module.css'

type Props = { onFiles: (files: File[]) => void; children: ReactNode }

/** A surface that takes dropped files. It adds to a button that does the same by keyboard, and never stands alone. */
export function DropZone({ onFiles, children }: Props) {
  const [isOver, setOver] = useState(false)
  // Children of the surface send enter and leave events of their own.
  const depth = useRef(0)
  const hasFiles = (e: DragEvent) => e.dataTransfer.types.includes('Files')
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping has no keyboard form; the button inside has
    <div
      className={classes.zone}
      data-over={isOver || undefined}
      onDragEnter={(e) => {
        if (!hasFiles(e)) return
        depth.current++
        setOver(true)
      }}
      onDragLeave={() => {
        depth.current = Math.max(0, depth.current - 1)
        if (depth.current === 0) setOver(false)
      }}
      onDragOver={(e) => {
        if (hasFiles(e)) e.preventDefault()
      }}
      onDrop={(e) => {
        e.preventDefault()
        depth.current = 0
        setOver(false)
        const files = [...e.dataTransfer.files]
        if (files.length > 0) onFiles(files)
      }}
    >
      {children}
    </div>
  )
}
