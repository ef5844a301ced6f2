/**
 * Makes something of cdktf without the traces that it keeps of every part of a resource. Nothing ever prints them,
 * and they take longer than all else that is done for a resource of many parts, most of all with source maps. An
 * error that is thrown meanwhile keeps its own trace, because that is written when somebody first reads it.
 */
export function withoutTraces<Made>(make: () => Made): Made {
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = () => "";
  try {
    return make();
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
}
