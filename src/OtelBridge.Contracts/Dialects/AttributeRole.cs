namespace OtelBridge.Dialects;

/// <summary>What a key means.</summary>
/// <param name="Item">What it is about.</param>
/// <param name="Dialect">Position of its dialect in <see cref="KnownDialects.InOrder"/>; lower is tried first.</param>
/// <param name="Preference">Position of the key in its dialect's list; lower is tried first.</param>
internal readonly record struct AttributeRole(AttributeItem Item, int Dialect, int Preference)
{
    public int Rank => (Dialect << 8) + Preference;
}
