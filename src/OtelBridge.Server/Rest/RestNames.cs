using System.Collections.Frozen;
using System.Globalization;

namespace OtelBridge.Server.Rest;

/// <summary>The names that MLflow's JSON has for the values of an enum; the numbers are the same on both sides.</summary>
internal sealed class RestNames<T>(params (T Value, string Name)[] names)
    where T : struct, Enum
{
    private readonly FrozenDictionary<string, T> _values = names
        .SelectMany(static pair => new[] { KeyValuePair.Create(pair.Name, pair.Value), KeyValuePair.Create(Number(pair.Value), pair.Value) })
        .ToFrozenDictionary(StringComparer.Ordinal);

    private readonly FrozenDictionary<T, string> _names = names.ToFrozenDictionary(static pair => pair.Value, static pair => pair.Name);

    public string Of(T value) => _names.GetValueOrDefault(value, names[0].Name);

    public T? Find(string text) => _values.TryGetValue(text, out var value) ? value : null;

    public override string ToString() => string.Join(", ", names.Select(static pair => pair.Name));

    private static string Number(T value) => Convert.ToInt32(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
}
