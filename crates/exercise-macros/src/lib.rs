//! `#[exercise]`: one signature becomes metadata, a stub, a proxy and a server.
//!
//! ```text
//! /// Two ways to draw from a Gaussian.
//! #[exercise(section = 1, checks = super::checks::REPARAMETERIZATION)]
//! pub trait Reparameterization {
//!     /// Draw `z ~ N(mu, sigma²)` so that no gradient reaches `mu` or `sigma`.
//!     #[task(id = "1a", points = 5, title = "Direct sampling", hints("…", "…", "…"))]
//!     fn direct_sampling(&self, mu: Tensor<2>, sigma: Tensor<2>) -> Tensor<2>;
//! }
//! ```
//!
//! Derived beside the trait: `EXERCISES`, `handler(&answer)`, `Kind`, and implementations for `exercise::Subject` and for
//! the lab's `super::Scaffold`, whose bodies are those of `super::reference::Reference` with the feature `solution` and
//! panic with the TODO otherwise. Every method gets the scaffold's body as its default, so that an answer may be filled
//! method by method. With `demands = super::demands::reparameterization` those bodies first ask functions of that module that have
//! the methods' names: they get references to the arguments and refuse, with an error that names one, what no body can do
//! anything with. The crate must define a trait `crate::Answer<Kind>` (see `labs`).

mod emit;
mod parse;

use proc_macro::TokenStream;

/// See the [crate](self).
#[proc_macro_attribute]
pub fn exercise(attribute: TokenStream, item: TokenStream) -> TokenStream {
    expand(attribute.into(), item.into())
        .unwrap_or_else(|error| error.to_compile_error())
        .into()
}

fn expand(
    attribute: proc_macro2::TokenStream,
    item: proc_macro2::TokenStream,
) -> syn::Result<proc_macro2::TokenStream> {
    Ok(emit::emit(&parse::parse(attribute, item)?))
}

#[cfg(test)]
mod tests;
