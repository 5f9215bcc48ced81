using OtelBridge.Tracing.Json;

namespace OtelBridge.Tracing;

/// <summary>The form in which a user's attribute is put on the Activity.</summary>
internal static class AttributeValue
{
    /// <summary>Primitives as they are, everything else as JSON text; null stays null, which removes the attribute.</summary>
    public static object? Of(object? value) => value switch
    {
        null => null,
        string text => JsonText.Cut(text, ContentSettings.Current.MaxBytes),
        bool or int or long or double or float or short or ushort or byte or sbyte or uint => value,
        ulong and <= long.MaxValue => (long)(ulong)value,
        char c => c.ToString(),
        _ => JsonText.Of(value),
    };
}
