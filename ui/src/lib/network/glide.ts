/**
 * Panning and zooming of a picture that is dear to draw: while the pointer moves, the picture that is there is moved and
 * scaled as it is (by the compositor, which does so at the screen's own rate); when it rests, it is drawn anew in its place.
 *
 * Rejected: hiding the lines while one moves, since what one follows with the eye is then gone; drawing fewer of them, which
 * shows a network that does not exist. What comes into view from outside stays empty until the pointer rests.
 */
export interface Moved {
  /** Where the picture's upper left corner went, pixels. */
  x: number;
  y: number;
  scale: number;
}

/** How long the wheel has to rest until the picture is drawn anew, milliseconds. */
const REST = 250;
/** A drag of fewer pixels is a click. */
const SLACK = 3;

export interface Glide {
  /** The picture was drawn in its new place: it is moved no more. */
  drawn: () => void;
  end: () => void;
}

export function glide(frame: HTMLElement, stage: HTMLElement, active: () => boolean, settle: (moved: Moved) => void): Glide {
  let moved: Moved = { x: 0, y: 0, scale: 1 };
  let drag: { x: number; y: number; far: number } | null = null;
  let resting: ReturnType<typeof setTimeout> | undefined;
  /** What the picture that is being drawn takes in already. */
  let taken: Moved | null = null;
  const abort = new AbortController();
  const options = { capture: true, signal: abort.signal } as const;

  const show = (): void => void (stage.style.transform = `matrix(${moved.scale},0,0,${moved.scale},${moved.x},${moved.y})`);
  const rest = (): void => {
    clearTimeout(resting);
    if (taken || (moved.x === 0 && moved.y === 0 && moved.scale === 1)) return;
    taken = moved;
    settle(moved);
  };
  const mine = (event: Event): boolean => active() && !(event instanceof PointerEvent && event.pointerType === "touch");

  const down = (event: PointerEvent): void => {
    if (!mine(event) || event.button !== 0) return;
    drag = { x: event.clientX, y: event.clientY, far: 0 };
    frame.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent): void => {
    if (!drag) return;
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
    drag = { x: event.clientX, y: event.clientY, far: drag.far + Math.hypot(dx, dy) };
    moved = { ...moved, x: moved.x + dx, y: moved.y + dy };
    show();
  };
  const up = (): void => {
    const far = drag?.far ?? 0;
    drag = null;
    if (far <= SLACK) return;
    rest();
    // The click that a browser makes of every release is not meant.
    const still = (event: Event): void => event.stopPropagation();
    frame.addEventListener("click", still, { capture: true, once: true });
    setTimeout(() => frame.removeEventListener("click", still, true), 50);
  };
  const wheel = (event: WheelEvent): void => {
    if (!active()) return;
    event.preventDefault();
    event.stopPropagation();
    const factor = Math.exp(-Math.max(-120, Math.min(120, event.deltaY)) / 500);
    const { left, top } = frame.getBoundingClientRect();
    const [x, y] = [event.clientX - left, event.clientY - top];
    // What is under the pointer stays there.
    moved = { scale: moved.scale * factor, x: x - (x - moved.x) * factor, y: y - (y - moved.y) * factor };
    show();
    clearTimeout(resting);
    resting = setTimeout(rest, REST);
  };
  // The picture's own ears: a drag that it does not hear of moves nothing twice, nor asks for the node under the pointer.
  const deaf = (event: Event): void => {
    if (active() && (event.type === "mousedown" || drag)) event.stopPropagation();
  };

  frame.addEventListener("pointerdown", down, options);
  frame.addEventListener("pointermove", move, options);
  frame.addEventListener("pointerup", up, options);
  frame.addEventListener("pointercancel", up, options);
  frame.addEventListener("wheel", wheel, { ...options, passive: false });
  frame.addEventListener("mousedown", deaf, options);
  frame.addEventListener("mousemove", deaf, options);

  return {
    drawn() {
      if (!taken) return;
      // Whoever moved on while it was drawn keeps what the new picture lacks.
      const scale = moved.scale / taken.scale;
      moved = { scale, x: moved.x - scale * taken.x, y: moved.y - scale * taken.y };
      taken = null;
      show();
    },
    end() {
      clearTimeout(resting);
      abort.abort();
    },
  };
}
