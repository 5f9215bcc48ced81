using OtelBridge.Pricing;

namespace OtelBridge.Configuration;

/// <summary>What was decided about model calls.</summary>
/// <remarks>One for the process, since a client is wrapped without naming a provider: the tracing that started last decides.</remarks>
internal sealed record GenAISettings
{
    private static GenAISettings _current = new();

    public static GenAISettings Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }

    public bool CaptureContent { get; init; } = true;

    public Func<string, string?>? RedactText { get; init; }

    public int MaxMediaBytes { get; init; } = 65_536;

    public int MaxChunkEvents { get; init; } = 1_000;

    public GenAILibraries Libraries { get; init; } = GenAILibraries.All;

    /// <summary>Gets the user's prices, laid over the built-in ones; null when there are none.</summary>
    public PriceTable? OwnPrices { get; init; }

    /// <summary>Gets what tokens cost. The built-in prices are read when the first are asked for.</summary>
    public PriceTable Prices => OwnPrices ?? PriceTable.Default;
}
