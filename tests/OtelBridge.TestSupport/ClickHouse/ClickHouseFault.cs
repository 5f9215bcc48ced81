namespace OtelBridge.TestSupport.ClickHouse;

/// <summary>A fault that a test has switched on; disposing it switches it off, and lets go on what it holds.</summary>
public sealed class ClickHouseFault : IAsyncDisposable
{
    private readonly HttpClient _http;
    private readonly int _id;

    internal ClickHouseFault(HttpClient http, int id)
    {
        _http = http;
        _id = id;
    }

    /// <summary>Waits until a statement was hit.</summary>
    public async Task ReachedAsync()
    {
        using var answer = await _http.GetAsync($"_fault/{_id}/reached");
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        using var answer = await _http.DeleteAsync($"_fault/{_id}");
        answer.EnsureSuccessStatusCode();
    }
}
