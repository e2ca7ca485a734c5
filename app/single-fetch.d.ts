// The import makes this an addition to the package's types; without it, it would replace them.
import "@remix-run/node";

declare module "@remix-run/node" {
  interface Future {
    v3_singleFetch: true;
  }
}
