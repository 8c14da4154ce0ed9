declare module "virtual:rights" {
  /** Roles that may ask for a route (`"GET /api/v1/people"`); `null` where it is open to everybody. */
  const rights: Record<string, string[] | null>;
  export default rights;
}
