/** pdf.js, with its worker, fonts and maps served by the app. */
import { GlobalWorkerOptions, getDocument } from "pdfjs-dist";
import worker from "pdfjs-dist/build/pdf.worker.min.mjs?url";
import {
  EventBus,
  PDFFindController,
  PDFLinkService,
  PDFViewer,
} from "pdfjs-dist/web/pdf_viewer.mjs";
import "pdfjs-dist/web/pdf_viewer.css";

GlobalWorkerOptions.workerSrc = worker;

export interface PdfHooks {
  ready: (pages: number) => void;
  turned: (page: number) => void;
  failed: () => void;
}

export interface PdfHandle {
  goToPage: (page: number) => void;
  zoom: (by: number) => void;
  close: () => void;
}

/** Opens a document in `container` at a page, with words highlighted. */
export function openPdf(
  container: HTMLDivElement,
  url: string,
  { page, marks }: { page: number; marks: string[] },
  hooks: PdfHooks,
): PdfHandle {
  const eventBus = new EventBus();
  const linkService = new PDFLinkService({ eventBus, externalLinkTarget: 2 });
  const findController = new PDFFindController({ eventBus, linkService });
  const viewer = new PDFViewer({ container, eventBus, linkService, findController });
  linkService.setViewer(viewer);
  const stop = new AbortController();

  eventBus.on("pagesinit", () => {
    viewer.currentScaleValue = "page-width";
    viewer.currentPageNumber = Math.min(Math.max(1, page), viewer.pagesCount);
    hooks.ready(viewer.pagesCount);
    if (marks.length > 0) {
      eventBus.dispatch("find", {
        source: null,
        type: "",
        query: marks,
        caseSensitive: false,
        entireWord: true,
        highlightAll: true,
        matchDiacritics: false,
      });
    }
  });
  eventBus.on("pagechanging", ({ pageNumber }: { pageNumber: number }) => {
    hooks.turned(pageNumber);
  });

  const loading = getDocument({
    url,
    cMapUrl: "/pdf/cmaps/",
    standardFontDataUrl: "/pdf/standard_fonts/",
    // The content security policy blocks WebAssembly; pdf.js has a script fallback.
    wasmUrl: "/pdf/wasm/",
    useWasm: false,
    isEvalSupported: false,
  });
  loading.promise.then(
    (document) => {
      if (stop.signal.aborted) return;
      viewer.setDocument(document);
      linkService.setDocument(document, null);
    },
    () => {
      if (!stop.signal.aborted) hooks.failed();
    },
  );

  const fit = new ResizeObserver(() => {
    if (viewer.currentScaleValue === "page-width") viewer.currentScaleValue = "page-width";
  });
  fit.observe(container);

  return {
    goToPage: (to) => {
      viewer.currentPageNumber = to;
    },
    zoom: (by) => {
      viewer.currentScale = Math.min(4, Math.max(0.3, viewer.currentScale * by));
    },
    close: () => {
      stop.abort();
      fit.disconnect();
      void loading.destroy();
    },
  };
}
