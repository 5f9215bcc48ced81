using OtelBridge.Masking;

namespace OtelBridge.Testing.Golden;

/// <summary>Values that are not compared, by paths from a span on.</summary>
internal sealed class IgnoredPlaces(IEnumerable<string> paths)
{
    private readonly JsonPath[] _paths = [.. paths.Select(Parse)];

    /// <summary>The place of a value of a span: <c>inputs</c>, or <c>attributes</c> and a key.</summary>
    public IgnoredPlace At(params ReadOnlySpan<string> names)
    {
        var place = new IgnoredPlace(_paths);
        foreach (var name in names)
        {
            place = place.Member(name);
        }

        return place;
    }

    private static JsonPath Parse(string path) =>
        JsonPath.TryParse(path, out var reason) ?? throw new ArgumentException($"{path} is no JSON path: {reason}.", nameof(path));
}
