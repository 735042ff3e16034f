//! The server functions of Order Fulfillment.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use super::{Order, Product};
use runtime::prelude::*;

/// What `placeOrder` is given.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceOrderParams {
    /// What to buy, line by line
    pub items: Vec<PlaceOrderItem>,
}

/// An element of `placeOrder.items`.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceOrderItem {
    /// The product
    pub product: Ref<Product>,
    /// How many
    pub quantity: i64,
}

/// The functions of the schema, a method each; `src/functions.rs` implements them.
pub trait Functions: Send + Sync + 'static {
    /// Places an order at the prices of today, and takes the stock.
    fn place_order(
        &self,
        params: PlaceOrderParams,
        tx: &mut Tx,
    ) -> impl Future<Output = Result<Linked<Order>>> + Send;
}

/// The functions, as the engine calls them.
pub fn functions(by: impl Functions) -> FunctionSet {
    let by = std::sync::Arc::new(by);
    FunctionSet::new()
        .with(&by, &PLACE_ORDER, |by, params, tx| Box::pin(by.place_order(params, tx)))
}

static PLACE_ORDER: FunctionDef = FunctionDef::new(
        "placeOrder",
        &[
            FieldDef::array_of(
                    "items",
                    &FieldDef::object_of(
                        "",
                        &[
                            FieldDef::pointer("product", "Product").required(),
                            FieldDef::number("quantity")
                                .integer()
                                .minimum(1.0)
                                .required(),
                        ],
                    ),
                )
                .min_length(1)
                .max_length(100)
                .required(),
        ],
    )
    .answers(FieldDef::pointer("", "Order"))
    .access(&[Principal::Authenticated])
    .graphql(&[("items{}", "PlaceOrderItem")])
    .describe(
        &[
            ("", "Places an order at the prices of today, and takes the stock."),
            ("items", "What to buy, line by line"),
            ("items.product", "The product"),
            ("items.quantity", "How many"),
        ],
    );

impl Wire for PlaceOrderParams {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            items: object.take("items")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("items", self.items);
        object.into()
    }
}

impl Wire for PlaceOrderItem {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            product: object.take("product")?,
            quantity: object.take("quantity")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("product", self.product);
        object.put("quantity", self.quantity);
        object.into()
    }
}
