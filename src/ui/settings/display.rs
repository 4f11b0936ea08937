//! How things look: language, theme, density, clock.

use leptos::prelude::*;

use super::choices::RadioGroup;
use super::panels::account_setting;
use crate::store::{use_app, use_local, Density, Language, Theme};
use crate::ui::i18n::{t, use_tr, Text};

/// The panel.
#[component]
pub fn Display() -> impl IntoView {
    let local = use_local();
    let themes = vec![
        (Theme::System, Text::ThemeSystem),
        (Theme::Light, Text::ThemeLight),
        (Theme::Dark, Text::ThemeDark),
    ];
    let densities = vec![
        (Density::Comfortable, Text::DensityComfortable),
        (Density::Compact, Text::DensityCompact),
    ];
    let (military, set_military) = account_setting("display_settings", "use_military_time", "false");
    let clocks = vec![(false, Text::Clock12), (true, Text::Clock24)];
    view! {
        <LanguageChoice />
        <RadioGroup
            label=Text::ThemeLabel
            name="theme"
            options=themes
            chosen=local.theme
            on_choose=move |theme: Theme| local.theme.set(theme)
        />
        <RadioGroup
            label=Text::DensityLabel
            name="density"
            options=densities
            chosen=local.density
            on_choose=move |density: Density| local.density.set(density)
        />
        <RadioGroup
            label=Text::ClockLabel
            name="clock"
            options=clocks
            chosen=Signal::derive(move || military.get() == "true")
            on_choose=move |on: bool| set_military.run(on.to_string())
        />
    }
    .into_any()
}

#[component]
fn LanguageChoice() -> impl IntoView {
    let (app, local, tr) = (use_app(), use_local(), use_tr());
    let options = Language::ALL
        .into_iter()
        .map(|language| {
            let is_chosen = move || local.language.get() == language;
            view! {
                <option value=language.tag() lang=language.tag() selected=is_chosen prop:selected=is_chosen>
                    {language.own_name()}
                </option>
            }
        })
        .collect_view();
    view! {
        <label class={"setting"}>
            <span class={"field-label"}>{t!(tr, LanguageLabel)}</span>
            <select
                class={"input"}
                aria-label=t!(tr, LanguageLabel)
                on:change=move |event| {
                    if let Some(language) = Language::from_tag(&event_target_value(&event)) {
                        app.environment().keep_setting("language", language.tag());
                        local.language.set(language);
                    }
                }
            >
                {options}
            </select>
        </label>
    }
    .into_any()
}
