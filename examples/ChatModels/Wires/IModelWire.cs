using System.Text.Json.Nodes;
using ChatModels.Scripting;

namespace ChatModels.Wires;

/// <summary>How one provider writes an answer of a chat model: whole, as a stream, and as an error.</summary>
internal interface IModelWire
{
    string Path { get; }

    /// <summary>What follows the last event of a stream; null when nothing does.</summary>
    string? StreamEnd { get; }

    JsonNode Complete(ModelRequest request, ModelAnswer answer);

    IEnumerable<StreamEvent> Stream(ModelRequest request, ModelAnswer answer);

    StreamEvent ErrorEvent(ModelFault fault);

    JsonNode ErrorBody(ModelFault fault);
}
