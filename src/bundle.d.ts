/** The artefact that the build puts beside the Workers entry. */
declare module '*/bundle.json' {
  const artefact: import('./content/load.ts').Artefact;
  export default artefact;
}
