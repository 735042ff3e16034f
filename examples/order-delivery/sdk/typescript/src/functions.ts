// The functions of Order Delivery.
//
// @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

/** The functions of the schema, each by its name. */
export interface Functions {
}

/** Those whose name on the wire is another. */
export const renamed: Readonly<Record<string, string>> = {
};
