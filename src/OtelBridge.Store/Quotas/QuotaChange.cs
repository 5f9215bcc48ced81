namespace OtelBridge.Store.Quotas;

/// <summary>What is to be said otherwise in a quota, number by number; what is not named stays.</summary>
/// <remarks>Written like a quota, with <c>default</c> for what something else decides from now on: <c>spans_per_second=100,searches=default</c>.</remarks>
/// <param name="Parts">The numbers; null for what is no longer said.</param>
public sealed record QuotaChange(IReadOnlyList<(QuotaField Field, long? Value)> Parts)
{
    /// <summary>The value that means that something else decides.</summary>
    public const string Default = "default";

    /// <summary>Gives the change that makes any quota this one.</summary>
    public static QuotaChange To(Quota quota) => new([.. QuotaField.All.Select(field => (field, field.Get(quota)))]);

    /// <summary>Reads a change as it is written.</summary>
    /// <exception cref="FormatException">It cannot be read; the message says what is wrong, and what to write.</exception>
    public static QuotaChange Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = new List<(QuotaField Field, long? Value)>(); // bounded by the names, since none may come twice
        foreach (var pair in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (name, value) = pair.IndexOf('=') is >= 0 and var at ? (pair[..at].TrimEnd(), pair[(at + 1)..].TrimStart()) : (pair, "");
            var field = QuotaField.Of(name);
            if (parts.Any(part => part.Field == field))
            {
                throw new FormatException($"'{name}' is said twice.");
            }

            parts.Add((field, value == Default ? null : field.Read(value)));
        }

        return new QuotaChange(parts);
    }

    /// <summary>Gives a quota with what is said otherwise here.</summary>
    public Quota ApplyTo(Quota quota) => Parts.Aggregate(quota, static (changed, part) => part.Field.With(changed, part.Value));
}
