//! Errors point at the method concerned; what is derived is proven where a lab uses it.

use quote::quote;

use crate::expand;

fn error(item: proc_macro2::TokenStream) -> String {
    expand(quote!(section = 1, checks = CHECKS), item)
        .expect_err("must be refused")
        .to_string()
}

fn with_method(method: proc_macro2::TokenStream) -> String {
    error(quote! { pub trait Jump { #method } })
}

#[test]
fn a_method_without_task_is_named() {
    let message = with_method(quote! { #[doc = "Jump."] fn direct(&self); });
    assert!(message.starts_with("`direct`: lacks `#[task("), "{message}");
}

#[test]
fn a_method_without_statement_is_named() {
    let message = with_method(quote! { fn direct(&self); });
    assert!(
        message.starts_with("`direct`: lacks a doc comment"),
        "{message}"
    );
}

#[test]
fn two_hints_are_too_few() {
    let method = quote! {
        #[doc = "Jump."]
        #[task(id = "1a", points = 5, title = "Jump", hints("a", "b"))]
        fn direct(&self);
    };
    assert_eq!(with_method(method), "`direct`: expected 3 hints, got 2");
}

#[test]
fn an_id_is_used_once() {
    let message = with_method(quote! {
        #[doc = "Jump."]
        #[task(id = "1a", points = 5, title = "Jump", hints("a", "b", "c"))]
        fn direct(&self);
        #[doc = "Walk."]
        #[task(id = "1a", points = 5, title = "Walk", hints("a", "b", "c"))]
        fn sequential(&self);
    });
    assert_eq!(
        message,
        "`sequential`: id \"1a\" is taken by an earlier method"
    );
}

#[test]
fn demands_stand_before_the_bodies_and_see_references() {
    let attribute = quote!(section = 1, checks = CHECKS, demands = super::demands::jump);
    let item = quote! {
        pub trait Jump {
            #[doc = "Jump."]
            #[task(id = "1a", points = 5, title = "Jump", hints("a", "b", "c"))]
            fn direct(&self, t: usize, schedule: &Schedule);
        }
    };
    let derived = expand(attribute, item).expect("derived").to_string();
    let demand = quote!(super::demands::jump::direct(&t, schedule)).to_string();
    assert_eq!(derived.matches(&demand).count(), 1, "{derived}");
}

#[test]
fn what_cannot_travel_is_refused() {
    let cases = [
        (
            quote! { #[doc = "x"] fn a(&mut self); },
            "`a`: the first argument must be `&self`",
        ),
        (
            quote! { #[doc = "x"] fn a(&self, x: impl Copy); },
            "`a`: an argument has a concrete type",
        ),
        (
            quote! { #[doc = "x"] fn a(&self, x: &mut f64); },
            "`a`: an argument is not `&mut`",
        ),
        (
            quote! { #[doc = "x"] fn a<T>(&self, x: T); },
            "`a`: an exercise takes no generic parameters",
        ),
        (
            quote! { #[doc = "x"] async fn a(&self); },
            "`a`: an exercise is not async",
        ),
        (
            quote! { #[doc = "x"] fn a(&self) -> &str; },
            "`a`: the result must be an owned type",
        ),
        (
            quote! { #[doc = "x"] fn a(&self) {} },
            "`a`: an exercise has no body here",
        ),
        (
            quote! { const X: u32; },
            "a trait of exercises holds methods only",
        ),
    ];
    for (method, expected) in cases {
        let message = with_method(method);
        assert!(
            message.starts_with(expected),
            "expected {expected:?}, got {message:?}"
        );
    }
}

#[test]
fn the_error_points_into_the_method() {
    let source = "pub trait Jump {\n    /// Jump.\n    fn direct(&self, x: &mut f64);\n}";
    let error = expand(
        quote!(section = 1, checks = CHECKS),
        source.parse().expect("tokens"),
    )
    .expect_err("refused");
    assert_eq!(
        (error.span().start().line, error.span().start().column),
        (3, 24)
    );
}
