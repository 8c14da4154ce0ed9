/** A moment as a form takes it: in the browser's zone, which is this process's. */
export function forInput(at) {
  const two = (n) => String(n).padStart(2, "0");
  const d = new Date(at);
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}T${two(d.getHours())}:${two(d.getMinutes())}`;
}
