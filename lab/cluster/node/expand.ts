/**
 * Replaces $(NAME) in a command, an argument or a value, as Kubernetes does: a name that is not known stays as it is,
 * and $$(NAME) stands for $(NAME).
 */
export function expand(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$\$|\$\(([^()]*)\)/g, (whole, name: string | undefined) => {
    if (whole === "$$") return "$";
    return name !== undefined && Object.hasOwn(variables, name) ? (variables[name] ?? whole) : whole;
  });
}
