package hub.registration.selection;

/** What a campaign's document says of the wish to select a market's winners: that they may be, or why not. */
public sealed interface Selectable permits MarketToSelect, StartResult.UnknownCampaign, StartResult.UnknownMarket, StartResult.NotClosed, StartResult.SelectionSizeUnset { }
