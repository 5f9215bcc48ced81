using FsCheck;
using FsCheck.Fluent;
using OtelBridge.Export.Spool;
using OtelBridge.Grpc;
using OtelBridge.TestSupport;

namespace OtelBridge.Tests.Export.Spool;

/// <summary>Whatever bytes a request has, they come back; whatever happens to a file, nothing else comes back.</summary>
public sealed class ParcelFormPropertyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AnyRequest_ComesBack() => Prop.ForAll(ArbMap.Default.ArbFor<(byte[] Request, PositiveInt Spans, NonNull<string> Experiment)>(), sample =>
    {
        var experiment = sample.Experiment.Get.Length > 0 ? MlflowDestination.ExperimentNamed(sample.Experiment.Get) : null;
        var name = new ParcelName(1, 2, sample.Spans.Get);
        var file = File(sample.Request, name, experiment);

        ParcelForm.Read(file, name, out var parcel).ShouldBe(ParcelReading.Read);

        parcel!.Frame.Span[GrpcFrame.HeaderSize..].SequenceEqual(sample.Request).ShouldBeTrue();
        parcel.Spans.ShouldBe(sample.Spans.Get);
    }).ShouldHold(200);

    [Fact]
    public void DamageAtEveryPosition_IsSeen()
    {
        var name = new ParcelName(1, 2, 3);
        var file = File([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], name, MlflowDestination.Experiment("7"));
        var random = new Random(5);
        for (var at = 0; at < file.Length; at++)
        {
            var changed = file.ToArray();
            changed[at] ^= (byte)random.Next(1, 256);
            ParcelForm.Read(changed, name, out _).ShouldBe(ParcelReading.Damaged, $"byte {at} was changed");
            ParcelForm.Read(file[..at], name, out _).ShouldBe(ParcelReading.Damaged, $"cut at {at}");
            ParcelForm.Read([.. file[..at], .. new byte[file.Length - at]], name, out _).ShouldBe(
                file.AsSpan(at).IndexOfAnyExcept((byte)0) < 0 ? ParcelReading.Read : ParcelReading.Damaged, $"zeros from {at}, as a loss of power leaves them");
        }

        ParcelForm.Read([.. file, 0], name, out _).ShouldBe(ParcelReading.Damaged);
        ParcelForm.Read(file, name with { Spans = 4 }, out _).ShouldBe(ParcelReading.Damaged);
        ParcelForm.Read(file, name, out _).ShouldBe(ParcelReading.Read);
    }

    [Fact]
    public void AnyBytesAsAFile_AreDroppedAndRemoved()
    {
        using var spool = SpoolSamples.Open(_folder.Path);
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            spool.TryAdd(SpoolSamples.Parcel("a")).ShouldBeNull();
            var path = SpoolSamples.Files(_folder.Path).Single();
            System.IO.File.WriteAllBytes(path, bytes);

            spool.Read(spool.Next()!, out var parcel).ShouldBe(ParcelReading.Damaged);

            (parcel, spool.Next(), spool.Bytes, System.IO.File.Exists(path)).ShouldBe((null, null, 0, false));
        }).ShouldHold(200);
    }

    [Fact]
    public void AnyName_IsReadOrRefused() => Prop.ForAll(ArbMap.Default.ArbFor<(NonNegativeInt Sequence, NonNegativeInt Time, NonNegativeInt Spans, NonNull<string> Noise)>(), sample =>
    {
        var name = new ParcelName(sample.Sequence.Get, sample.Time.Get, sample.Spans.Get);

        ParcelName.TryParse(name.ToString(), out var read).ShouldBeTrue();
        read.ShouldBe(name);
        ParcelName.TryParse(name + sample.Noise.Get, out _).ShouldBe(sample.Noise.Get.Length == 0);
        ParcelName.TryParse(sample.Noise.Get, out _).ShouldBeFalse();
    }).ShouldHold(200);

    private static byte[] File(byte[] request, ParcelName name, MlflowDestination? experiment)
    {
        var parcel = SpoolSamples.Framed(request, name.Spans, experiment);
        return [.. ParcelForm.Head(parcel, name.Milliseconds), .. ParcelForm.Request(parcel).Span];
    }
}
