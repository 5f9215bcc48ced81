using System.Text.Json.Nodes;

namespace OtelBridge.Testing.Recording;

/// <summary>One request and what came of it: an answer, or the chunks of a stream, and a failure in place of the answer or after the chunks.</summary>
/// <param name="Request">What was asked.</param>
internal sealed record Exchange(JsonObject Request)
{
    public JsonNode? Response { get; set; }

    /// <summary>Gets the chunks; as many as the model sent.</summary>
    public List<JsonNode> Updates { get; init; } = [];

    public RecordedFailure? Failure { get; set; }

    /// <summary>Gets or sets whether the program stopped reading before the stream ended, so that nobody knows what would have come.</summary>
    public bool IsLeftEarly { get; set; }

    public static Exchange Read(JsonNode node) => new(node["request"]!.AsObject())
    {
        Response = node["response"],
        Updates = [.. node["updates"]?.AsArray().Select(static update => update!) ?? []],
        Failure = node["failure"] is { } failure ? RecordedFailure.Read(failure) : null,
        IsLeftEarly = node["leftEarly"]?.GetValue<bool>() ?? false,
    };

    public JsonObject Write()
    {
        var node = new JsonObject { ["request"] = Request.DeepClone() };
        if (Response is not null)
        {
            node["response"] = Response.DeepClone();
        }

        if (Updates.Count > 0)
        {
            node["updates"] = new JsonArray([.. Updates.Select(static update => update.DeepClone())]);
        }

        if (Failure is not null)
        {
            node["failure"] = Failure.Write();
        }

        if (IsLeftEarly)
        {
            node["leftEarly"] = true;
        }

        return node;
    }
}
