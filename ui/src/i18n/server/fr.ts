import faults from "./fr/faults";
import methods from "./fr/methods";

export default { ...methods, ...faults };
