declare module "virtual:rights" {
  /** Roles that may ask for a route (`"GET /api/v1/people"`), and whether only people of the organisation that runs the installation; `null` where it is open to everybody. */
  const rights: Record<string, { roles: string[]; own: boolean } | null>;
  export default rights;
}

declare module "virtual:europe" {
  /** Outlines of the countries of Europe, drawn at build time (`tools/europe.mjs`). */
  const europe: {
    width: number;
    height: number;
    countries: readonly { code: string; d: string; x: number; y: number; small: boolean }[];
  };
  export default europe;
}
