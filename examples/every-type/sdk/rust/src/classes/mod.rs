//! The classes of Every Type.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

mod everything;
mod words;
mod result;
mod option;
mod string;
mod vec;
mod object;
mod mod_;
mod runtime;
mod order;
mod order_status_2;
mod order_patch_2;
mod new_order_2;
mod type_;
mod a_b_c;
mod grosse;
mod user;

pub use everything::{Everything, NewEverything, EverythingPatch, EverythingShapeLabelColour, EverythingShape, EverythingShapeLabel, EverythingLine, EverythingLinePart};
pub use words::{Words, NewWords, WordsPatch, WordsMood};
pub use result::{ResultClass, NewResultClass, ResultClassPatch};
pub use option::{OptionClass, NewOptionClass, OptionClassPatch};
pub use string::{StringClass, NewStringClass, StringClassPatch};
pub use vec::{VecClass, NewVecClass, VecClassPatch};
pub use object::{ObjectClass, NewObjectClass, ObjectClassPatch};
pub use mod_::{Mod, NewMod, ModPatch};
pub use runtime::{Runtime, NewRuntime, RuntimePatch, RuntimeType};
pub use order::{Order, NewOrder, OrderPatch, OrderStatus};
pub use order_status_2::{OrderStatus2, NewOrderStatus2, OrderStatus2Patch};
pub use order_patch_2::{OrderPatch2, NewOrderPatch2, OrderPatch2Patch};
pub use new_order_2::{NewOrder2, NewNewOrder2, NewOrder2Patch};
pub use type_::{Type, NewType, TypePatch};
pub use a_b_c::{ABC, NewABC, ABCPatch, Abcabc};
pub use grosse::{Grosse, NewGrosse, GrossePatch};
pub use user::{User, NewUser, UserPatch};
