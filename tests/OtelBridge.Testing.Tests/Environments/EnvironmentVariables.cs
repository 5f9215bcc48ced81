namespace OtelBridge.Testing.Tests.Environments;

/// <summary>Variables of the process, which begin unset and end as they were.</summary>
[CollectionDefinition(Name)]
public sealed class EnvironmentVariables : IDisposable
{
    public const string Name = "environment";

    private readonly Dictionary<string, string?> _before;

    public EnvironmentVariables(params string[] names)
    {
        _before = names.ToDictionary(static name => name, Environment.GetEnvironmentVariable);
        foreach (var name in names)
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    public void Set(string name, string? value) => Environment.SetEnvironmentVariable(name, value);

    public void Dispose()
    {
        foreach (var (name, value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }
}
