/**
 * Makes something of cdktf without the traces that it keeps of every part of a resource. Nothing ever prints them,
 * and they take longer than all else that is done for a resource of many parts. An error that is thrown meanwhile
 * keeps its own trace, which nobody has to ask for.
 */
export function withoutTraces<Made>(make: () => Made): Made {
  const { captureStackTrace } = Error;
  Error.captureStackTrace = () => {};
  try {
    return make();
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
}
