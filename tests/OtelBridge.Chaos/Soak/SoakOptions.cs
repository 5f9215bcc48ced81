namespace OtelBridge.Chaos.Soak;

/// <summary>How a soak is run.</summary>
/// <param name="Length">How long it is loaded with its share of the limit.</param>
/// <param name="LimitLength">How long it is loaded with all that it takes, to find the limit while nothing is deleted.</param>
/// <param name="SweptLength">How long it is loaded with all that it takes and deletes as much as comes in, to find the limit for good; zero not to look for that.</param>
/// <param name="Retain">How old traces become.</param>
/// <param name="SampleEvery">How often it is looked at.</param>
internal sealed record SoakOptions(TimeSpan Length, TimeSpan LimitLength, TimeSpan SweptLength, TimeSpan Retain, TimeSpan SampleEvery)
{
    /// <summary>Of the limit that it can go on with.</summary>
    public const double Share = 0.7;

    /// <summary>How old traces become while that limit is looked for: as short as may be said, so that soon as much goes as comes.</summary>
    public static TimeSpan SweptRetain { get; } = TimeSpan.FromMinutes(1);

    /// <summary>The form for tests: everything happens, and nothing is timed.</summary>
    public static SoakOptions Short { get; } = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(2), TimeSpan.Zero, TimeSpan.FromHours(1), TimeSpan.FromSeconds(1));

    public static SoakOptions Of(int minutes) => new(
        TimeSpan.FromMinutes(minutes), TimeSpan.FromSeconds(Math.Clamp(minutes * 4, 10, 60)), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(Math.Max(4, minutes / 5)), TimeSpan.FromSeconds(5));
}
