using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using OtelBridge.Grpc;
using OtelBridge.Rpc;

namespace OtelBridge.Contracts.Tests.Grpc;

public sealed class GrpcRetryTests
{
    [Theory]
    [InlineData(2, 500_000_000, 2.5)]
    [InlineData(0, 0, 0)]
    [InlineData(-5, 0, 0)]
    [InlineData(99_999_999_999, 0, 86_400)]
    public void RetryInfo_AmongTheDetails_IsRead(long seconds, int nanos, double expected)
    {
        var status = new Status
        {
            Code = 8,
            Details =
            {
                new Any { TypeUrl = "type.googleapis.com/google.rpc.DebugInfo", Value = ByteString.CopyFromUtf8("anything") },
                Any.Pack(new RetryInfo { RetryDelay = new Duration { Seconds = seconds, Nanos = nanos } }),
            },
        };
        var text = Convert.ToBase64String(status.ToByteArray());

        GrpcRetry.InDetails(Headers(text)).ShouldBe(TimeSpan.FromSeconds(expected));
        GrpcRetry.InDetails(Headers(text.TrimEnd('='))).ShouldBe(TimeSpan.FromSeconds(expected), "gRPC leaves the padding out");
    }

    [Theory]
    [InlineData("")]
    [InlineData("%%%")]
    [InlineData("AAAA")]
    [InlineData("Gv////8P")]
    public void OtherDetails_SayNothing(string text) => GrpcRetry.InDetails(Headers(text)).ShouldBeNull();

    [Fact]
    public void DetailsWithoutADelay_OrTooLong_SayNothing()
    {
        var empty = new Status { Details = { Any.Pack(new RetryInfo()) } };

        GrpcRetry.InDetails(Headers(Convert.ToBase64String(empty.ToByteArray()))).ShouldBeNull();
        GrpcRetry.InDetails(Headers(new string('A', 10_000))).ShouldBeNull();
        GrpcRetry.InDetails(new HttpResponseMessage().Headers).ShouldBeNull();
    }

    [Fact]
    public void RetryAfterOfHttp_IsATimeOrADate()
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation("Retry-After", "7");
        GrpcRetry.InHttp(response.Headers).ShouldBe(TimeSpan.FromSeconds(7));

        using var dated = new HttpResponseMessage();
        dated.Headers.TryAddWithoutValidation("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT");
        GrpcRetry.InHttp(dated.Headers).ShouldBe(TimeSpan.Zero);

        using var bad = new HttpResponseMessage();
        bad.Headers.TryAddWithoutValidation("Retry-After", "soon");
        GrpcRetry.InHttp(bad.Headers).ShouldBeNull();
    }

    private static System.Net.Http.Headers.HttpResponseHeaders Headers(string details)
    {
        var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation("grpc-status-details-bin", details);
        return response.Headers;
    }
}
