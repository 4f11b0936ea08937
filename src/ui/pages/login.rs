//! Signing in: the page, and the same form over the page when a session has ended.

use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use mm_core::action::{Action, Secret};
use mm_core::event::{LoginError, Place, SessionState};
use mm_core::state::Key;

use crate::store::{effect, memo, use_app};
use crate::ui::common::{dom, icons, sign, Dialog, Icon};
use crate::ui::i18n::{t, use_tr, Text, Tr};

/// The log-in page.
#[component]
pub fn Login() -> impl IntoView {
    let tr = use_tr();
    view! {
        <main class={"login"}>
            <h1 class={"login-title"}>
                <Icon drawing=icons::LOGO />
                {t!(tr, LogInTitle)}
            </h1>
            <LoginForm />
        </main>
    }
    .into_any()
}

/// The session has ended while in use: the form over the page; what stood behind it is kept.
#[component]
pub fn SignInAgain() -> impl IntoView {
    let tr = use_tr();
    view! {
        <Dialog label=Text::SignInAgain class="dialog narrow">
            <h2 class={"dialog-title"}>{t!(tr, SignInAgain)}</h2>
            <p class={"muted"}>{t!(tr, SignInAgainHint)}</p>
            <LoginForm />
        </Dialog>
    }
    .into_any()
}

/// The fields, the button, and the server's answer.
#[component]
pub fn LoginForm() -> impl IntoView {
    let (app, tr) = (use_app(), use_tr());
    let session = app.select(|| vec![Key::Session], |state| state.session().clone());
    let busy = memo(move || session.get() == SessionState::SigningIn);
    let asks_code = Memo::new(move |asked: Option<&bool>| match session.get() {
        SessionState::Refused { asks_code, .. } => asks_code,
        // While the answer is on its way the field stays.
        SessionState::SigningIn => asked.copied().unwrap_or(false),
        _ => false,
    });
    let refused = Signal::derive(move || {
        session.with(|session| {
            let SessionState::Refused { message, asks_code } = session else {
                return false;
            };
            !asks_code && matches!(message, LoginError::Server(_))
        })
    });
    let with_token = RwSignal::new(false);
    let fields = Fields::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !busy.get_untracked() {
            if let Some(action) = fields.action(with_token.get_untracked()) {
                app.dispatch(action);
            }
        }
    };
    effect(move || {
        if asks_code.get() {
            if let Some(code) = fields.code.get() {
                dom::focus(&code);
            }
        }
    });
    view! {
        <form
            class={"login-form"}
            aria-label=t!(tr, LogIn)
            aria-busy=sign(move || busy.get().to_string())
            on:submit=submit
        >
            <Refusal session />
            <Show when=move || !with_token.get()>
                <Field
                    label=Text::LoginId
                    name="login-id"
                    node=fields.login_id
                    kind="text"
                    autocomplete="username"
                    invalid=refused
                    autofocus=true
                />
                <Field
                    label=Text::Password
                    name="password"
                    node=fields.password
                    kind="password"
                    autocomplete="current-password"
                    invalid=refused
                />
                <Show when=move || asks_code.get()>
                    <Field
                        label=Text::AuthCode
                        name="code"
                        node=fields.code
                        kind="text"
                        autocomplete="one-time-code"
                    />
                    <p class={"muted"}>{t!(tr, AuthCodeHint)}</p>
                </Show>
            </Show>
            <Show when=move || with_token.get()>
                <Field
                    label=Text::AccessToken
                    name="token"
                    node=fields.token
                    kind="password"
                    autocomplete="off"
                    invalid=refused
                    autofocus=true
                />
                <p class={"muted"}>{t!(tr, AccessTokenHint)}</p>
            </Show>
            <button type="submit" class={"button primary"}>
                {t!(tr, LogIn)}
            </button>
            <button
                type="button"
                class={"link-button"}
                aria-expanded=sign(move || with_token.get().to_string())
                on:click=move |_| with_token.update(|t| *t = !*t)
            >
                {t!(tr, UseAccessToken)}
            </button>
            <a class={"login-foot"} href=app.href(&Place::Diagnostics)>
                {t!(tr, Diagnostics)}
            </a>
        </form>
    }
    .into_any()
}

/// What the server, or the network, answered.
#[component]
fn Refusal(session: Memo<SessionState>) -> impl IntoView {
    let tr = use_tr();
    move || match session.get() {
        SessionState::Refused { message, .. } => {
            let text = move || refusal_text(tr, &message);
            view! {
                <p class={"alert"} role="alert">
                    {text}
                </p>
            }
            .into_any()
        }
        SessionState::SigningIn => view! {
            <p class={"muted"} role="status">
                {t!(tr, LoggingIn)}
            </p>
        }
        .into_any(),
        _ => ().into_any(),
    }
}

fn refusal_text(tr: Tr, error: &LoginError) -> String {
    match error {
        LoginError::Server(message) if !message.is_empty() => message.clone(),
        LoginError::Server(_) | LoginError::Unreachable => tr.text(Text::LoginUnreachable).into(),
        LoginError::NotMattermost => tr.text(Text::LoginNotMattermost).into(),
    }
}

#[derive(Clone, Copy)]
struct Fields {
    login_id: NodeRef<html::Input>,
    password: NodeRef<html::Input>,
    code: NodeRef<html::Input>,
    token: NodeRef<html::Input>,
}

impl Fields {
    fn new() -> Self {
        Self {
            login_id: NodeRef::new(),
            password: NodeRef::new(),
            code: NodeRef::new(),
            token: NodeRef::new(),
        }
    }

    /// The act, or `None` after moving the focus to the first empty field.
    fn action(self, with_token: bool) -> Option<Action> {
        if with_token {
            let token = Secret::new(filled(self.token)?.trim());
            return Some(Action::LogInWithToken { token });
        }
        Some(Action::LogIn {
            login_id: filled(self.login_id)?.trim().to_owned(),
            password: Secret::new(filled(self.password)?),
            code: self
                .code
                .get_untracked()
                .map(|i| i.value().trim().to_owned())
                .unwrap_or_default(),
        })
    }
}

fn filled(node: NodeRef<html::Input>) -> Option<String> {
    let input = node.get_untracked()?;
    let value = input.value();
    if value.trim().is_empty() {
        dom::focus(&input);
        return None;
    }
    Some(value)
}

#[component]
fn Field(
    label: Text,
    name: &'static str,
    node: NodeRef<html::Input>,
    kind: &'static str,
    autocomplete: &'static str,
    #[prop(optional)] invalid: Signal<bool>,
    #[prop(optional)] autofocus: bool,
) -> impl IntoView {
    let tr = use_tr();
    let id = format!("login-{name}");
    let target = id.clone();
    view! {
        <label class={"field"} for=target>
            <span class={"field-label"}>{tr.follow(label)}</span>
            <input
                id=id
                class={"input"}
                name=name
                type=kind
                node_ref=node
                autocomplete=autocomplete
                aria-invalid=sign(move || invalid.get().then_some("true"))
                autocapitalize="none"
                spellcheck="false"
                autofocus=autofocus
            />
        </label>
    }
    .into_any()
}
