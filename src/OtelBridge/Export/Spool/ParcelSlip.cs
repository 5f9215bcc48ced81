using System.Text.Json;
using OtelBridge.Entities;
using OtelBridge.Entities.Json;

namespace OtelBridge.Export.Spool;

/// <summary>What goes with a request that is not in it, as JSON: <c>{"experiment_id":"7","records":[{"trace_id":"tr-…",…}]}</c>.</summary>
internal static class ParcelSlip
{
    private const string ExperimentId = "experiment_id";
    private const string ExperimentName = "experiment_name";
    private const string Records = "records";
    private const string What = "slip of a spooled parcel";

    public static ReadOnlySpan<byte> Write(Parcel parcel) =>
        parcel.Experiment is null && parcel.Records.Count == 0 ? [] : EntityJson.Utf8(parcel, Write);

    /// <exception cref="MlflowException">It is no slip.</exception>
    public static (MlflowDestination? Experiment, IReadOnlyList<TraceInfo> Records) Read(ReadOnlySpan<byte> slip)
    {
        if (slip.IsEmpty)
        {
            return (null, []);
        }

        var fields = new JsonFields(JsonSource.Parse(slip, What), What);
        var experiment = fields.Text(ExperimentId) is { Length: > 0 } id ? MlflowDestination.Experiment(id)
            : fields.Text(ExperimentName) is { Length: > 0 } name ? MlflowDestination.ExperimentNamed(name)
            : null;
        return (experiment, [.. fields.List(Records).Select(TraceInfoJsonReader.Read)]);
    }

    private static void Write(Utf8JsonWriter writer, Parcel parcel)
    {
        writer.WriteStartObject();
        if (parcel.Experiment?.ExperimentId is { } id)
        {
            writer.WriteString(ExperimentId, id);
        }

        if (parcel.Experiment?.ExperimentName is { } name)
        {
            writer.WriteString(ExperimentName, name);
        }

        if (parcel.Records.Count > 0)
        {
            writer.WritePropertyName(Records);
            // The form of a file would cut durations to milliseconds.
            EntityJson.WriteList(writer, parcel.Records, TraceInfoJsonWriter.WriteRest);
        }

        writer.WriteEndObject();
    }
}
