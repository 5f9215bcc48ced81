using System.Net.Http.Headers;
using OtelBridge.TestSupport.ClickHouse;

namespace OtelBridge.Store.Tests.Storage.ClickHouse.StandIn;

/// <summary>Speaks to the stand-in as any client of ClickHouse does.</summary>
internal sealed class StandInClient(Uri address, string database) : IDisposable
{
    private readonly HttpClient _http = new();

    public static async Task<StandInClient> OfAsync(ClickHouseTestDatabase database)
    {
        var address = new Uri((await database.AddressAsync())["clickhouse:".Length..]);
        return new StandInClient(new Uri(address, "/"), address.AbsolutePath[1..]);
    }

    /// <summary>Sends a statement and what is to go into the URL beside it.</summary>
    public Task<HttpResponseMessage> SendAsync(string sql, params (string Name, string Value)[] values) => PostAsync(new StringContent(sql), values);

    /// <summary>Sends a statement and gives the text of the answer, which must be a good one.</summary>
    public async Task<string> QueryAsync(string sql, params (string Name, string Value)[] values)
    {
        using var answer = await SendAsync(sql, values);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return text;
    }

    public async Task<HttpResponseMessage> PostAsync(HttpContent body, (string Name, string Value)[] values, Action<HttpRequestHeaders>? headers = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, Query(values))) { Content = body };
        headers?.Invoke(request.Headers);
        return await _http.SendAsync(request);
    }

    public Task<HttpResponseMessage> GetAsync(params (string Name, string Value)[] values) => _http.GetAsync(new Uri(address, Query(values)));

    public void Dispose() => _http.Dispose();

    private string Query(IEnumerable<(string Name, string Value)> values) =>
        $"?database={database}" + string.Concat(values.Select(value => $"&{value.Name}={Uri.EscapeDataString(value.Value)}"));
}
