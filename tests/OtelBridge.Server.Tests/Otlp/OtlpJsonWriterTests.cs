using System.Text;
using FsCheck;
using FsCheck.Fluent;
using OtelBridge.Otlp;
using OtelBridge.Server.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Otlp;

public sealed class OtlpJsonWriterTests
{
    [Fact]
    public void WhateverIsWritten_ReadsBackEqual() =>
        Prop.ForAll(OtlpGenerators.Requests.ToArbitrary(), static request =>
            OtlpJsonReader.ReadRequest(OtlpJsonWriter.WriteRequest(request).Span).Equals(request))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void WhateverIsCutOff_IsRefusedAndNothingElse() =>
        Prop.ForAll(OtlpGenerators.Requests.ToArbitrary(), ArbMap.Default.ArbFor<NonNegativeInt>(), static (request, seed) =>
        {
            var text = OtlpJsonWriter.WriteRequest(request);
            Should.Throw<OtlpJsonException>(() => OtlpJsonReader.ReadRequest(text.Span[..(seed.Get % text.Length)]));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void WhateverByteIsWrong_IsReadOrRefusedAndNothingElse() =>
        Prop.ForAll(OtlpGenerators.Requests.ToArbitrary(), ArbMap.Default.ArbFor<NonNegativeInt>(), ArbMap.Default.ArbFor<byte>(), static (request, seed, wrong) =>
        {
            var text = OtlpJsonWriter.WriteRequest(request).ToArray();
            text[seed.Get % text.Length] = wrong;
            try
            {
                OtlpJsonReader.ReadRequest(text).ShouldNotBeNull();
            }
            catch (OtlpJsonException e)
            {
                e.Line.ShouldBeGreaterThan(0);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Span_IsWrittenAsTheSpecificationHasIt()
    {
        var span = OtlpSamples.Span(1, 2, parent: 3, name: "größe")
            .With("i", new AnyValue { IntValue = 7 })
            .With("d", new AnyValue { DoubleValue = double.NaN })
            .With("s", "");

        var text = Encoding.UTF8.GetString(OtlpJsonWriter.WriteRequest(new ExportTraceServiceRequest
        {
            ResourceSpans = { new ResourceSpans { ScopeSpans = { new ScopeSpans { Spans = { span } } } } },
        }).Span);

        text.ShouldBe(string.Concat(
            "{'resourceSpans':[{'scopeSpans':[{'spans':[{'traceId':'a0000000000000000000000000000001','spanId':'b000000000000002',",
            "'parentSpanId':'b000000000000003','name':'größe','startTimeUnixNano':'1762332558000000000','endTimeUnixNano':'1762332558010000000',",
            "'attributes':[{'key':'i','value':{'intValue':'7'}},{'key':'d','value':{'doubleValue':'NaN'}},{'key':'s','value':{'stringValue':''}}],",
            "'status':{'code':1}}]}]}]}").Replace('\'', '"'));
    }
}
