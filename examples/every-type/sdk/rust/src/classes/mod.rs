//! The classes of Every Type.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

mod a_b_c;
mod everything;
mod grosse;
mod mod_;
mod new_order_2;
mod object;
mod option;
mod order;
mod order_patch_2;
mod order_status_2;
mod result;
mod runtime;
mod string;
mod type_;
mod user;
mod vec;
mod words;

pub use a_b_c::{ABC, ABCPatch, Abcabc, NewABC};
pub use everything::{
    Everything, EverythingLine, EverythingLinePart, EverythingPatch, EverythingShape,
    EverythingShapeLabel, EverythingShapeLabelColour, NewEverything,
};
pub use grosse::{Grosse, GrossePatch, NewGrosse};
pub use mod_::{Mod, ModPatch, NewMod};
pub use new_order_2::{NewNewOrder2, NewOrder2, NewOrder2Patch};
pub use object::{NewObjectClass, ObjectClass, ObjectClassPatch};
pub use option::{NewOptionClass, OptionClass, OptionClassPatch};
pub use order::{NewOrder, Order, OrderPatch, OrderStatus};
pub use order_patch_2::{NewOrderPatch2, OrderPatch2, OrderPatch2Patch};
pub use order_status_2::{NewOrderStatus2, OrderStatus2, OrderStatus2Patch};
pub use result::{NewResultClass, ResultClass, ResultClassPatch};
pub use runtime::{NewRuntime, Runtime, RuntimePatch, RuntimeType};
pub use string::{NewStringClass, StringClass, StringClassPatch};
pub use type_::{NewType, Type, TypePatch};
pub use user::{NewUser, User, UserPatch};
pub use vec::{NewVecClass, VecClass, VecClassPatch};
pub use words::{NewWords, Words, WordsMood, WordsPatch};
