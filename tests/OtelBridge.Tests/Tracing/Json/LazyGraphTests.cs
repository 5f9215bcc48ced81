using System.Collections;
using System.Linq.Expressions;
using System.Reflection;
using System.Reflection.Emit;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Infrastructure;
using OtelBridge.Tracing.Json;

namespace Microsoft.EntityFrameworkCore.Infrastructure
{
    /// <summary>Has the name by which Entity Framework's interface is known.</summary>
    internal interface ILazyLoader;
}

namespace OtelBridge.Tests.Tracing.Json
{
    /// <summary>Graphs of entities: reading them must run no query, and end.</summary>
    public sealed class LazyGraphTests
    {
        private static readonly ContentSettings Settings = new(null, ContentSettings.DefaultMaxBytes);

        [Fact]
        public void ProxyOfAnEntity_NavigationsAreNotRead()
        {
            var blog = (Blog)Activator.CreateInstance(Proxy())!;
            blog.Id = 7;
            Should.Throw<TargetInvocationException>(() => typeof(Blog).GetProperty(nameof(Blog.Posts))!.GetValue(blog));

            JsonText.Of(blog, Settings).ShouldBe("""{"Posts":"[not loaded]","Id":7,"Title":"title","Owner":null}""");
        }

        [Fact]
        public void EntityWithALoader_NavigationsAreNotRead() =>
            JsonText.Of(new Loading(null), Settings).ShouldBe("""{"Id":7,"Since":"2026-01-02T00:00:00","Children":"[not loaded]"}""");

        [Fact]
        public void Query_IsNotRun() =>
            JsonText.Of(new { query = new Query() }, Settings).ShouldBe($$"""{"query":"{{typeof(Query).FullName}}"}""");

        [Fact]
        public void WideGraph_IsReadUpToTheBound()
        {
            Wide.Read = 0;

            var text = JsonText.Of(new Wide(), new ContentSettings(null, 4096));

            JsonDocument.Parse(text).Dispose();
            text.Length.ShouldBeLessThanOrEqualTo(4096);
            Wide.Read.ShouldBeLessThan(4096);
        }

        [Fact]
        public void RecordsInACycle_End()
        {
            var parent = new Parent("p");
            parent.Children.Add(new Child("c", parent));

            JsonText.Of(parent, Settings).ShouldBe("""{"Name":"p","Children":[{"Name":"c","Parent":null}]}""");
        }

        /// <summary>What Castle makes of an entity: a class of a run-time assembly that overrides what it wants to see read.</summary>
        private static Type Proxy()
        {
            var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Proxies"), AssemblyBuilderAccess.Run);
            var type = assembly.DefineDynamicModule("Proxies").DefineType("BlogProxy", TypeAttributes.Public, typeof(Blog));
            var getter = type.DefineMethod(
                "get_Posts", MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig | MethodAttributes.SpecialName, typeof(List<string>), []);
            var code = getter.GetILGenerator();
            code.Emit(OpCodes.Ldstr, "a query");
            code.Emit(OpCodes.Newobj, typeof(InvalidOperationException).GetConstructor([typeof(string)])!);
            code.Emit(OpCodes.Throw);
            type.DefineProperty(nameof(Blog.Posts), PropertyAttributes.None, typeof(List<string>), []).SetGetMethod(getter);
            return type.CreateType();
        }

        public class Blog
        {
            public int Id { get; set; }

            public virtual string Title => "title";

            public virtual List<string> Posts { get; } = [];

            public Blog? Owner { get; set; }
        }

        private sealed class Loading(ILazyLoader? loader)
        {
            private readonly ILazyLoader? _loader = loader;

            public int Id => 7;

            public DateTime? Since => new DateTime(2026, 1, 2);

            public List<string> Children => _loader is null ? throw new InvalidOperationException("a query") : [];
        }

        private sealed class Wide
        {
            public static int Read { get; set; }

            public IEnumerable<Wide> Others
            {
                get
                {
                    Read++;
                    return Enumerable.Range(0, int.MaxValue).Select(_ => new Wide());
                }
            }
        }

        private sealed record Parent(string Name)
        {
            public List<Child> Children { get; } = [];
        }

        private sealed record Child(string Name, Parent Parent);

        private sealed class Query : IQueryable<int>
        {
            public Type ElementType => typeof(int);

            public Expression Expression => throw new InvalidOperationException("a query");

            public IQueryProvider Provider => throw new InvalidOperationException("a query");

            public IEnumerator<int> GetEnumerator() => throw new InvalidOperationException("a query");

            IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
        }
    }
}
