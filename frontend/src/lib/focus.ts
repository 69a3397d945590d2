// What opened a dialog is often gone by the time that it closes: an item of a menu, a
// button of the dialog before, the field of the palette, a button that waits. So what
// had the focus before that is remembered too.

const most = 50
let trail: WeakRef<HTMLElement>[] = []

/** From now on what gets the focus is remembered, each once, the newest last. */
export function watchFocus() {
  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement)) return
    trail = [...trail.filter((ref) => ref.deref() !== target).slice(1 - most), new WeakRef(target)]
  })
}

/** What had the focus until now, the newest last. */
export const focusTrail = () => trail

/**
 * Gives the focus to the newest of them, or of what had it since, that can take it
 * still, without scrolling there. What has been given the focus on purpose keeps it.
 */
export function giveFocusBack(to: WeakRef<HTMLElement>[]) {
  if (document.activeElement && document.activeElement !== document.body) return
  for (const ref of [...to, ...trail].toReversed()) {
    const element = ref.deref()
    if (!element?.isConnected) continue
    element.focus({ preventScroll: true })
    if (document.activeElement === element) return
  }
}
