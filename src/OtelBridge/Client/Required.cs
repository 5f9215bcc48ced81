using System.Diagnostics.CodeAnalysis;

namespace OtelBridge.Client;

/// <summary>Checks arguments of questions, which fail with the one exception type that questions have.</summary>
internal static class Required
{
    public static string Text([NotNull] string? value, string name) => string.IsNullOrEmpty(value) ? throw Missing(name) : value;

    public static T NotNull<T>([NotNull] T? value, string name)
        where T : class => value ?? throw Missing(name);

    public static void Positive(int? value, string name)
    {
        if (value <= 0)
        {
            throw Invalid($"Invalid value {value} for parameter '{name}' supplied: it is above 0.");
        }
    }

    public static MlflowException Invalid(string message) => new(message, MlflowErrorCode.InvalidParameterValue);

    private static MlflowException Missing(string name) => Invalid($"Missing value for required parameter '{name}'.");
}
