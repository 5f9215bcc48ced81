using System.Text.Encodings.Web;
using System.Text.Json;

namespace OtelBridge.Tracing.Json;

/// <summary>One member of an object: its encoded name and how to read it.</summary>
internal sealed class PropertyShape(string name, Func<object, object?> get)
{
    public JsonEncodedText Name { get; } = JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);

    public Func<object, object?> Get { get; } = get;

    /// <summary>Whether the value is written, given the object and the value; absent means always.</summary>
    public Func<object, object?, bool>? ShouldWrite { get; init; }

    /// <summary>The converter that an attribute on the member asks for.</summary>
    public ValueConverter? Converter { get; init; }

    /// <summary>Whether reading it may take time: the program's code runs, and not just a field is read.</summary>
    public bool RunsCode { get; init; } = true;

    /// <summary>Whether the entries of the value are written as members of the object itself.</summary>
    public bool IsExtensionData { get; init; }
}
