namespace OtelBridge.Tracing.Json;

/// <summary>The text that stands for a value that cannot be written.</summary>
internal static class TypeName
{
    public static string Of(Type type) => type.IsGenericType ? type.ToString() : type.FullName ?? type.Name;
}
