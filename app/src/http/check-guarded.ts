import type { Api } from "./env.ts";

/**
 * Throws where a route does not say who may use it, or is there without being in the OpenAPI document: a
 * route that was forgotten is open to everybody. To be called when all routes are there.
 */
export function checkGuarded(app: Api): void {
  const described = new Set<string>();
  for (const definition of app.openAPIRegistry.definitions) {
    if (definition.type !== "route") continue;
    const { method, path, security } = definition.route;
    const name = `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`;
    if (security === undefined || security.length === 0) {
      throw new Error(`${name} does not say who may use it: spread guarded(…) into its route`);
    }
    described.add(name);
  }
  for (const { method, path } of app.routes) {
    const isRoute = method !== "ALL";
    if (isRoute && !described.has(`${method} ${path}`)) {
      throw new Error(`${method} ${path} is not in the OpenAPI document: make it with openapi()`);
    }
  }
}
