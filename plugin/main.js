// Runs inside the official web client: a way from there to here, keeping the open channel.

(() => {
  const ID = 'app.tsubame.client';
  const PAGE = new URL('app.html', document.currentScript.src).href;
  const TEXTS = { en: 'Open in Tsubame', ja: 'Tsubameで開く' };

  // What is open in the official client, as a path of Tsubame's; the start page where that is unknown.
  const openPlace = (state, channel) => {
    const { teams, channels, users } = state.entities;
    const team = teams.teams[teams.currentTeamId];
    const open = channel ?? channels.channels[channels.currentChannelId];
    if (!team || !open) {
      return '/';
    }
    const part = encodeURIComponent;
    if (open.type === 'D') {
      const other = open.name.split('__').find((id) => id !== users.currentUserId) ?? users.currentUserId;
      const person = users.profiles[other];
      return person ? `/${part(team.name)}/messages/@${part(person.username)}` : '/';
    }
    const kind = open.type === 'G' ? 'messages' : 'channels';
    return `/${part(team.name)}/${kind}/${part(open.name)}`;
  };

  class Plugin {
    initialize(registry, store) {
      const state = store.getState();
      const locale = state.entities.users.profiles[state.entities.users.currentUserId]?.locale ?? 'en';
      const text = locale.startsWith('ja') ? TEXTS.ja : TEXTS.en;
      const open = (channel) => {
        window.open(`${PAGE}#${openPlace(store.getState(), channel)}`, '_blank', 'noopener');
      };
      registry.registerMainMenuAction?.(text, () => open());
      const icon = window.React.createElement('i', { className: 'icon icon-open-in-new', 'aria-hidden': true });
      registry.registerChannelHeaderButtonAction?.(icon, (channel) => open(channel), text, text);
    }
  }

  window.registerPlugin(ID, new Plugin());
})();
