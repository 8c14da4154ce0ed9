import faults from "./de/faults";
import methods from "./de/methods";

export default { ...methods, ...faults };
