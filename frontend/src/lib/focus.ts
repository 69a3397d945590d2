// What opened a dialog is often gone by the time that it closes: an item of a menu, a
// button of the dialog before, the field of the palette, a button that waits. So what
// had the focus before that is remembered too.

const most = 12
let trail: WeakRef<HTMLElement>[] = []

/** From now on what gets the focus is remembered, the newest last. */
export function watchFocus() {
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement) trail = [...trail.slice(1 - most), new WeakRef(target)]
  })
}

/** What had the focus until now, the newest last. */
export const focusTrail = () => trail

/** Gives the focus to the newest of them that can take it still, without scrolling there. */
export function giveFocusBack(to: WeakRef<HTMLElement>[]) {
  for (const ref of to.toReversed()) {
    const element = ref.deref()
    if (!element?.isConnected || element.matches(':disabled') || element.checkVisibility?.() === false) continue
    element.focus({ preventScroll: true })
    return
  }
}
