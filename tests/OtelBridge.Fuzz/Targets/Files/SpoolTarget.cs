using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;
using OtelBridge.Export;
using OtelBridge.Export.Spool;
using OtelBridge.Fuzz.Engine;
using OtelBridge.Fuzz.Targets.Spans;
using OtelBridge.Grpc;

namespace OtelBridge.Fuzz.Targets.Files;

/// <summary>Files of the exporter's spool, and their names. Whatever lies there is read or set aside, and never stops what waits behind it.</summary>
internal sealed class SpoolTarget : FuzzTarget
{
    private const int ChecksumAt = 12;
    private const int ChecksumEnd = 16;

    private static readonly ParcelName Name1 = new(1, 2, 3);

    public override string Name => "spool";

    public override string What => "files of the exporter's spool, with a checksum that is right, and their names";

    public override IReadOnlyList<string> Words { get; } = [.. WordLists.Json, .. WordLists.Rest, "OTBPARCL", "experiment_id", "experiment_name", "records", ".parcel1", ".tmp", "-", "0000000001-000000000000002-3.parcel1"];

    public override IEnumerable<byte[]> Seeds =>
    [
        File(MlflowDestination.Experiment("7")), File(MlflowDestination.ExperimentNamed("a b")), File(null), Encoding.UTF8.GetBytes(Name1.ToString()),
        Slip("""{"experiment_id":"7","records":[{"trace_id":"tr-1","trace_location":{"type":"MLFLOW_EXPERIMENT","mlflow_experiment":{"experiment_id":"7"}},"request_time":"2025-11-05T08:49:18.699Z","state":"OK","execution_duration":"1.5s","tags":{"a":"b"}}]}"""),
    ];

    public override string Run(ReadOnlySpan<byte> input)
    {
        var isName = ParcelName.TryParse(Encoding.UTF8.GetString(input), out var name);
        if (isName)
        {
            _ = name.Written;
        }

        var isUnfinished = ParcelName.IsUnfinished(Encoding.UTF8.GetString(input));
        var damaged = ReadFile(input.ToArray());
        return $"{isName} {isUnfinished} {damaged} {ReadFile(Sealed(input))}";
    }

    // As a file of the folder is read.
    private static ParcelReading ReadFile(byte[] file)
    {
        try
        {
            var reading = ParcelForm.Read(file, Name1, out var parcel);
            if (parcel is not null)
            {
                Promise(parcel.Frame.Length >= GrpcFrame.HeaderSize, "A parcel has room for its header.");
            }

            return reading;
        }
        catch (MlflowException)
        {
            return ParcelReading.Damaged; // as ParcelFile takes it
        }
    }

    // What a mutation broke would be seen by the checksum; what matters is what comes behind it.
    private static byte[] Sealed(ReadOnlySpan<byte> input)
    {
        var file = input.ToArray();
        if (file.Length >= ChecksumEnd)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(ChecksumAt), Checksum.Of(file.AsSpan(0, ChecksumAt), file.AsSpan(ChecksumEnd)));
        }

        return file;
    }

    private static byte[] File(MlflowDestination? experiment)
    {
        var request = SpanSeeds.Requests[0].ToByteArray();
        var frame = new byte[GrpcFrame.HeaderSize + request.Length];
        request.CopyTo(frame, GrpcFrame.HeaderSize);
        var parcel = new Parcel(frame, Name1.Spans, experiment, []);
        return [.. ParcelForm.Head(parcel, Name1.Milliseconds), .. request];
    }

    private static byte[] Slip(string slip)
    {
        var text = Encoding.UTF8.GetBytes(slip);
        var file = File(null)[..36].Concat(text).ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(28), text.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(32), 0);
        return file;
    }
}
