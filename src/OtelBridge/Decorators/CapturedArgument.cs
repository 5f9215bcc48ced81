using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OtelBridge.Tracing.Json;

namespace OtelBridge.Decorators;

/// <summary>Makes objects of arguments that are none. For code that the build weaves in; not for use by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[StackTraceHidden]
public static class CapturedArgument
{
    /// <summary>Reads an argument passed by reference.</summary>
    public static object? OfReference<T>(ref readonly T reference) => Unsafe.IsNullRef(in reference) ? null : reference;

    /// <summary>Copies a span; the text of one of characters.</summary>
    public static object OfSpan<T>(Span<T> span) => OfReadOnlySpan((ReadOnlySpan<T>)span);

    /// <summary>Copies a span; the text of one of characters.</summary>
    public static object OfReadOnlySpan<T>(ReadOnlySpan<T> span)
    {
        // Each element takes two characters of JSON or more, so what comes after is cut anyway.
        var kept = span[..Math.Min(span.Length, ContentSettings.Current.MaxBytes)];
        return typeof(T) == typeof(char)
            ? new string(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, char>(ref MemoryMarshal.GetReference(kept)), kept.Length))
            : kept.ToArray();
    }
}
