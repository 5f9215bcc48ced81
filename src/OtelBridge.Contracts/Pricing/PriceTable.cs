namespace OtelBridge.Pricing;

/// <summary>What the tokens of models cost: a dated table, and the rules that find a model in it.</summary>
/// <remarks>
/// A model is found by its name as it is, then without what does not change its price: a provider before it (<c>openai/</c>,
/// <c>models/</c>), a date or version after it (<c>-2024-08-06</c>, <c>-v1:0</c>, <c>-latest</c>). Names are never guessed: a model that
/// the rules do not find has no price, which is another thing than a price of zero. Tables do not change, and serve any number of threads.
/// </remarks>
public sealed class PriceTable
{
    // Longer than any name, an ARN with it; forms of a text without end would be looked for without end.
    private const int MaxNameLength = 2048;

    private static readonly Lazy<PriceTable> _default = new(LoadDefault);

    // As many names as the table's file has, whose size is bounded; not changed any more. To freeze it would take longer than all its use.
    private readonly Dictionary<string, PricedModel[]> _models;
    private readonly Dictionary<string, PricedModel[]>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly PriceTable? _below;

    internal PriceTable(DateOnly date, Dictionary<string, PricedModel[]> models, PriceTable? below = null)
    {
        Date = date;
        _models = models;
        _bySpan = models.GetAlternateLookup<ReadOnlySpan<char>>();
        _below = below;
    }

    /// <summary>Gets the table that OtelBridge brings with it.</summary>
    public static PriceTable Default => _default.Value;

    /// <summary>Gets the day that the prices are of.</summary>
    /// <value>For a table without a date that lies over another, the other's date; without that, <see cref="DateOnly.MinValue"/>.</value>
    public DateOnly Date { get; }

    /// <summary>Gets every entry with the names it has, of this table alone.</summary>
    internal IEnumerable<KeyValuePair<string, PricedModel[]>> Entries => _models;

    /// <summary>Reads a table of prices.</summary>
    /// <param name="json">The table in the form that docs/costs.md describes; read to its end, not closed.</param>
    /// <returns>The table.</returns>
    /// <exception cref="FormatException">The text is not such a table; the message names the place and what is wrong there.</exception>
    public static PriceTable Load(Stream json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return PriceTableReader.Read(json);
    }

    /// <summary>Lays this table over another one: a model that this one knows has this one's price, any other the other's.</summary>
    /// <param name="other">The table to look into for what this one does not know.</param>
    /// <returns>Both as one.</returns>
    public PriceTable Over(PriceTable other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new PriceTable(Date == DateOnly.MinValue ? other.Date : Date, _models, _below?.Over(other) ?? other);
    }

    /// <summary>Reckons what a call cost.</summary>
    /// <param name="model">The model that answered.</param>
    /// <param name="provider">
    /// Who ran it, in any of the names that instrumentations use; null where nobody knows. A provider who is known and does not sell the
    /// model, as a server of one's own, has no price. <c>openai</c> is also taken for whoever speaks OpenAI's protocol.
    /// </param>
    /// <param name="tokens">The tokens of the call.</param>
    /// <param name="tier">
    /// The service tier of the answer (<c>default</c>, <c>flex</c>, <c>priority</c>, <c>batch</c>); null for the usual one.
    /// </param>
    /// <returns>The cost in US dollars; null where the model, or the tier, has no price in the table.</returns>
    public CallCost? CostOf(string model, string? provider, in CallTokens tokens, string? tier = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return CostOf(model, provider, tokens, tier, isSum: false);
    }

    /// <summary>The same of the tokens of several calls, of which nobody knows whether one alone had a long input: all are billed as short ones.</summary>
    internal CallCost? CostOf(string model, string? provider, in CallTokens tokens, string? tier, bool isSum)
    {
        if (model.Length > MaxNameLength)
        {
            return null;
        }

        var consistent = tokens.Consistent();
        return Find(model, PriceProviders.NameOf(provider))?.In(tier)?.For(isSum ? 0 : consistent.Input).CostOf(consistent);
    }

    private static PriceTable LoadDefault()
    {
        using var json = typeof(PriceTable).Assembly.GetManifestResourceStream("OtelBridge.Pricing.model-prices.json")!;
        return Load(json);
    }

    private PricedModel? Find(ReadOnlySpan<char> model, string? provider)
    {
        for (var table = this; table is not null; table = table._below)
        {
            if (table.FindHere(model.Trim(), provider) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private PricedModel? FindHere(ReadOnlySpan<char> name, string? provider)
    {
        do
        {
            var form = name;
            do
            {
                if (_bySpan.TryGetValue(form, out var models) && Choose(models, provider) is { } found)
                {
                    return found;
                }
            }
            while (ModelNameForms.TryShortenEnd(ref form));

            if (!ModelNameForms.TryShortenBegin(ref name, out var named))
            {
                return null;
            }

            // groq/… through a client of OpenAI's protocol is Groq's.
            provider = provider is null or PriceProviders.OpenAI ? named ?? provider : provider;
        }
        while (true);
    }

    private static PricedModel? Choose(PricedModel[] models, string? provider)
    {
        PricedModel? anybodys = null;
        PricedModel? makers = null;
        foreach (var model in models)
        {
            if (provider is not null && model.IsSoldBy(provider))
            {
                return model;
            }

            if (model.Providers.Length == 0)
            {
                anybodys ??= model;
            }
            else if (!model.OpenWeights)
            {
                makers ??= model;
            }
        }

        return anybodys ?? (provider is null or PriceProviders.OpenAI ? makers : null);
    }
}
