//! Writes what `#[exercise]` derives.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::{Ident, Type};

use crate::parse::{Exercises, Task};

pub fn emit(exercises: &Exercises) -> TokenStream {
    let parts = [
        trait_with_defaults(exercises),
        metadata(exercises),
        scaffold(exercises),
        subject(exercises),
        handler(exercises),
        answer(exercises),
    ];
    parts.into_iter().collect()
}

/// The trait, each method with the scaffold's body as its default.
fn trait_with_defaults(exercises: &Exercises) -> TokenStream {
    let mut item = exercises.item.clone();
    let trait_name = &item.ident;
    item.items = exercises
        .tasks
        .iter()
        .map(|task| {
            let mut method = task.method.clone();
            let (name, args) = (&method.sig.ident, names(task));
            method.default = Some(syn::parse_quote!({
                <super::Scaffold as #trait_name>::#name(&super::Scaffold, #(#args),*)
            }));
            method.semi_token = None;
            syn::TraitItem::Fn(method)
        })
        .collect();
    item.into_token_stream()
}

fn metadata(exercises: &Exercises) -> TokenStream {
    let section = &exercises.section;
    let trait_name = exercises.item.ident.to_string();
    let answer = snake_case(&trait_name);
    let entries = exercises.tasks.iter().map(|task| {
        let Task { id, points, title, hints, statement, .. } = task;
        let method = task.method.sig.ident.to_string();
        let signature = signature(task);
        quote! {
            ::exercise::Exercise {
                id: #id, section: #section, answer: #answer, trait_name: #trait_name, method: #method, title: #title,
                points: #points, statement: #statement, signature: #signature, hints: [#(#hints),*],
            }
        }
    });
    quote! {
        /// The exercises of this trait, in order.
        pub static EXERCISES: &[::exercise::Exercise] = &[#(#entries),*];
    }
}

fn scaffold(exercises: &Exercises) -> TokenStream {
    let trait_name = &exercises.item.ident;
    let methods = exercises.tasks.iter().enumerate().map(|(i, task)| {
        let (sig, name, args) = (&task.method.sig, &task.method.sig.ident, names(task));
        let (writes, demand) = (writes(task), demand(exercises, task));
        quote! {
            #sig {
                #demand
                #[cfg(feature = "solution")]
                {
                    <super::reference::Reference as #trait_name>::#name(&super::reference::Reference, #(#args),*)
                }
                #[cfg(not(feature = "solution"))]
                {
                    ::exercise::unfilled(&EXERCISES[#i], |writer| { let _ = &writer; #(#writes)* })
                }
            }
        }
    });
    quote! { impl #trait_name for super::Scaffold { #(#methods)* } }
}

/// Refuses arguments that no body can do anything with, in the words of the lab.
fn demand(exercises: &Exercises, task: &Task) -> Option<TokenStream> {
    let (module, name) = (exercises.demands.as_ref()?, &task.method.sig.ident);
    let shown = task.args.iter().map(|(arg, ty)| match ty {
        Type::Reference(_) => quote!(#arg),
        _ => quote!(&#arg),
    });
    Some(quote! {
        if let Err(error) = #module::#name(#(#shown),*) {
            panic!("{error}")
        }
    })
}

fn subject(exercises: &Exercises) -> TokenStream {
    let trait_name = &exercises.item.ident;
    let answer = snake_case(&trait_name.to_string());
    let methods = exercises.tasks.iter().map(|task| {
        let sig = &task.method.sig;
        let name = sig.ident.to_string();
        let writes = writes(task);
        quote! { #sig { self.call(#answer, #name, |writer| { let _ = &writer; #(#writes)* }) } }
    });
    quote! { impl #trait_name for ::exercise::Subject<'_> { #(#methods)* } }
}

fn handler(exercises: &Exercises) -> TokenStream {
    let trait_name = &exercises.item.ident;
    let answer_id = snake_case(&trait_name.to_string());
    let arms = exercises.tasks.iter().map(|task| {
        let name = &task.method.sig.ident;
        let text = name.to_string();
        let takes = task.args.iter().map(|(arg, ty)| {
            let (owned, label) = (owned(ty), arg.to_string());
            quote!(let #arg: #owned = call.take(#label)?;)
        });
        let passed = task.args.iter().map(|(arg, ty)| match ty {
            Type::Reference(_) => quote!(&#arg),
            _ => quote!(#arg),
        });
        quote! { #text => { #(#takes)* call.give(&#trait_name::#name(answer, #(#passed),*)); Ok(()) } }
    });
    quote! {
        /// Answers requests for this trait with `answer`.
        pub fn handler<'a, T: #trait_name>(answer: &'a T) -> ::exercise::Handler<'a> {
            ::exercise::Handler::new(#answer_id, move |method, call| match method {
                #(#arms)*
                other => Err(::exercise::CallError::Unknown(other.into())),
            })
        }
    }
}

fn answer(exercises: &Exercises) -> TokenStream {
    let (trait_name, checks) = (&exercises.item.ident, &exercises.checks);
    quote! {
        /// Tells this trait's answers from other traits'.
        pub enum Kind {}

        impl<T: #trait_name> crate::Answer<Kind> for T {
            fn exercises() -> &'static [::exercise::Exercise] { EXERCISES }
            fn checks() -> &'static [::exercise::Test] { #checks }
            fn handler(&self) -> ::exercise::Handler<'_> { handler(self) }
        }
    }
}

/// Statements that put every argument into `writer`.
fn writes(task: &Task) -> Vec<TokenStream> {
    let write = |(arg, ty): &(Ident, Type)| match ty {
        Type::Reference(reference) if matches!(*reference.elem, Type::Slice(_)) => {
            quote!(writer.write_slice(#arg);)
        }
        Type::Reference(_) => quote!(writer.write(#arg);),
        _ => quote!(writer.write(&#arg);),
    };
    task.args.iter().map(write).collect()
}

fn names(task: &Task) -> Vec<&Ident> {
    task.args.iter().map(|(name, _)| name).collect()
}

/// The type that a request's argument is read into: `Vec<T>` for `&[T]`, `T` for `&T`.
fn owned(ty: &Type) -> TokenStream {
    match ty {
        Type::Reference(reference) => match &*reference.elem {
            Type::Slice(slice) => {
                let elem = &slice.elem;
                quote!(Vec<#elem>)
            }
            elem => quote!(#elem),
        },
        ty => quote!(#ty),
    }
}

/// The signature as a person writes it.
fn signature(task: &Task) -> String {
    // A long list of tokens is printed with line breaks, and a wrapped list of arguments ends in a comma.
    let text = task.method.sig.to_token_stream().to_string();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let pairs = [
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        (" ,", ","),
        (" :", ":"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        ("& ", "&"),
        ("[ ", "["),
        (" ]", "]"),
        (",)", ")"),
    ];
    let tidy = pairs
        .iter()
        .fold(text, |text, (from, to)| text.replace(from, to));
    tidy.replace("->", " -> ")
        .replace("  ", " ")
        .replace("- >", "->")
}

/// `NoiseSchedules` → `noise_schedules`.
fn snake_case(name: &str) -> String {
    let mut out = String::new();
    for (i, c) in name.char_indices() {
        if c.is_uppercase() && i > 0 {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    format_ident!("{out}").to_string()
}
