namespace OtelBridge.Store.Storage.Sql.Search;

/// <summary>The numbers that decide how a search goes about its work; what it finds does not depend on them.</summary>
internal sealed record SearchLimits
{
    public static SearchLimits Default { get; } = new();

    /// <summary>Gets the traces that a walk looks at first.</summary>
    public int FirstWindow { get; init; } = 1_000;

    /// <summary>Gets the most that it looks at in one go.</summary>
    public int LargestWindow { get; init; } = 256_000;

    /// <summary>Gets how much larger each window is than the one before.</summary>
    public int WindowGrowth { get; init; } = 4;

    /// <summary>Gets how many traces are looked into at once, where SQL cannot decide.</summary>
    public int Batch { get; init; } = 128;

    /// <summary>Gets the most traces that one statement gives where SQL cannot decide all: each is kept until it is decided, some 200 bytes.</summary>
    public int MostOpen { get; init; } = 64_000;

    /// <summary>Gets the fewest candidates that an index may always leave.</summary>
    public int FewCandidates { get; init; } = 500;

    /// <summary>Gets the most candidates that an index may leave to be preferred to a walk.</summary>
    public int ManyCandidates { get; init; } = 5_000;

    /// <summary>Gets the most candidates that are fetched after a walk has found too little.</summary>
    public int MostCandidates { get; init; } = 100_000;

    /// <summary>Gets the traces that a walk always may look at before candidates are fetched after all.</summary>
    public int ShortestWalk { get; init; } = 20_000;

    /// <summary>Gives the number of candidates up to which fetching them, each from its own page, costs less than a walk until so many matches of that frequency are found.</summary>
    public int Candidates(long traces, long wanted)
    {
        const double WalkPerFetch = 0.15; // measured: a step of a walk takes some 1.5 µs, a fetch some 10
        return (int)Math.Clamp(Math.Sqrt(WalkPerFetch * traces * wanted), FewCandidates, ManyCandidates);
    }
}
