//! Pictures in articles: scaled to what a page shows, and without what cameras and programs write into them, such as where they were taken.

use std::io::Cursor;

use base64::{Engine, engine::general_purpose::STANDARD};
use fyr_domain::{
    Actor,
    articles::{Audience, Readable},
    fields::{FieldErrors, Problem},
    permission::{Permission, may},
};
use fyr_store::{
    article_desk,
    article_images::{self, NewImage},
};
use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder,
    imageops::FilterType,
};
use uuid::Uuid;

use crate::{Backend, Error, files::ReceiveError, require::require, tickets::Upload};

/// The field with the picture.
pub const IMAGE_FIELD: &str = "image";
/// The largest file, in bytes.
const MAX_BYTES: u64 = 15_000_000;
/// The longest side after scaling, in pixels: twice what a text is wide.
const MAX_SIDE: u32 = 1_600;
/// The longest side that is read, in pixels.
const MAX_READ_SIDE: u32 = 20_000;
/// The most memory that reading one may take, in bytes.
const MAX_MEMORY: u64 = 400_000_000;
/// Of JPEG, from 1 to 100.
const QUALITY: u8 = 82;

/// Adds a picture to an article; returns the path under which it is shown. PNG, JPEG and WebP are accepted.
///
/// # Errors
/// [`Error::SignInFirst`] or [`Error::NotFound`] for who does not write articles, and where there is no such article; [`Error::Invalid`] of
/// [`IMAGE_FIELD`].
pub async fn add_image(
    backend: &Backend,
    actor: &Actor,
    submission: Uuid,
    article: Uuid,
    upload: Option<Upload>,
) -> Result<String, Error> {
    require(actor, Permission::WriteArticles)?;
    let refused = |problem| FieldErrors::single(IMAGE_FIELD, problem);
    let Upload { name, result } = upload.ok_or_else(|| refused(Problem::Required))?;
    let too_large = || Problem::FileTooLarge { name: name.clone(), max_mb: MAX_BYTES / 1_000_000 };
    let received = result.map_err(|error| {
        refused(match error {
            ReceiveError::TooLarge | ReceiveError::TotalTooLarge => too_large(),
            _ => Problem::FileNotSaved { name: name.clone() },
        })
    })?;
    if received.size > MAX_BYTES {
        return Err(refused(too_large()).into());
    }
    let bytes = backend.files.read_at(received.id, 0, received.size).await;
    let bytes = bytes.map_err(|error| Error::Internal(Box::new(error)))?;
    // scaling takes a second of a processor
    let scaled = tokio::task::spawn_blocking(move || scale(&bytes));
    let scaled = scaled.await.map_err(|error| Error::Internal(Box::new(error)))?;
    let (media_type, bytes) = scaled.ok_or_else(|| refused(Problem::NotAnImage { name }))?;
    let mut tx = backend.begin().await?;
    article_desk::find(&mut tx, article).await?.ok_or(Error::NotFound)?;
    let image = NewImage {
        id: submission,
        article_id: article,
        media_type,
        data: STANDARD.encode(bytes),
        added_by_id: actor.user_id(),
        added_at: backend.clock.now(),
    };
    article_images::insert(&mut tx, &image).await?;
    tx.commit().await?;
    Ok(image_path(image.id))
}

/// The path of a picture.
pub fn image_path(image: Uuid) -> String {
    format!("/articles/images/{image}")
}

/// Reads a picture, turns it as its camera was held, scales it, and writes it anew: as JPEG, or as PNG where it was one or has transparent
/// parts. `None` for what is no picture of the accepted kinds, or too large to be read.
fn scale(bytes: &[u8]) -> Option<(&'static str, Vec<u8>)> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let format = reader.format()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_READ_SIDE);
    limits.max_image_height = Some(MAX_READ_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let orientation = decoder.orientation().ok()?;
    let mut image = DynamicImage::from_decoder(decoder).ok()?;
    image.apply_orientation(orientation);
    if image.width() > MAX_SIDE || image.height() > MAX_SIDE {
        image = image.resize(MAX_SIDE, MAX_SIDE, FilterType::Triangle);
    }
    let mut written = Vec::new();
    if format == ImageFormat::Png || image.color().has_alpha() {
        image.write_to(&mut Cursor::new(&mut written), ImageFormat::Png).ok()?;
        return Some(("image/png", written));
    }
    image.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut written, QUALITY)).ok()?;
    Some(("image/jpeg", written))
}

/// A picture as it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageFile {
    /// `image/png` or `image/jpeg`.
    pub media_type: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// Whether everyone may see it: its article is published for everyone.
    pub is_public: bool,
}

/// Finds a picture of an article that the actor may read; those who write articles find all.
///
/// # Errors
/// [`Error::NotFound`] where there is none that the actor may see.
pub async fn find_image(backend: &Backend, actor: &Actor, id: Uuid) -> Result<ImageFile, Error> {
    let mut db = backend.store.read().await?;
    let image = article_images::find(&mut db, id).await?.ok_or(Error::NotFound)?;
    let is_readable = image.published && Readable::by(actor).includes(image.audience);
    if !is_readable && !may(actor, Permission::WriteArticles) {
        return Err(Error::NotFound);
    }
    let bytes = STANDARD.decode(&image.data).map_err(|error| Error::Internal(Box::new(error)))?;
    let is_public = image.published && image.audience == Audience::EVERYONE;
    Ok(ImageFile { media_type: image.media_type, bytes, is_public })
}

/// A Markdown text with a picture at this place, which is counted as browsers count (UTF-16); at the end where there is none. A picture
/// is a paragraph of its own.
pub fn insert_image(source: &str, at: Option<usize>, description: &str, path: &str) -> String {
    let mut units = 0;
    let place = source.char_indices().find(|(_, letter)| {
        let before = units;
        units += letter.len_utf16();
        at.is_some_and(|at| before >= at)
    });
    let (before, after) = source.split_at(place.map_or(source.len(), |(byte, _)| byte));
    let description: String =
        description.chars().filter(|letter| !matches!(letter, '[' | ']' | '\\')).collect();
    let picture = format!("![{description}]({path})");
    let parts = [before.trim_end(), &picture, after.trim_start()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(format: ImageFormat, width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        let image = DynamicImage::new_rgb8(width, height);
        image.write_to(&mut Cursor::new(&mut bytes), format).expect("written");
        bytes
    }

    fn size(bytes: &[u8]) -> (u32, u32) {
        let image = image::load_from_memory(bytes).expect("a picture");
        (image.width(), image.height())
    }

    #[test]
    fn pictures_are_scaled_and_written_anew() {
        let (media_type, bytes) = scale(&picture(ImageFormat::Jpeg, 4_000, 1_000)).expect("scaled");
        assert_eq!((media_type, size(&bytes)), ("image/jpeg", (1_600, 400)));
        let (media_type, bytes) = scale(&picture(ImageFormat::Png, 300, 200)).expect("kept");
        assert_eq!((media_type, size(&bytes)), ("image/png", (300, 200)));
        let (media_type, _) = scale(&picture(ImageFormat::WebP, 30, 20)).expect("read");
        assert_eq!(media_type, "image/jpeg");
        for nothing in
            [&b""[..], b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"\x89PNG\r\n\x1a\n"]
        {
            assert!(scale(nothing).is_none(), "{nothing:?}");
        }
    }

    #[test]
    fn what_a_camera_writes_is_gone_and_the_picture_upright() {
        // a JPEG with an Exif segment: held on its side (orientation 6), and a comment
        let plain = picture(ImageFormat::Jpeg, 40, 20);
        let exif: &[u8] =
            b"\xff\xe1\x00\x22Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        let comment: &[u8] = b"\xff\xfe\x00\x0cGPS 59.3 N";
        let photo = [&plain[..2], exif, comment, &plain[2..]].concat();
        let (_, bytes) = scale(&photo).expect("scaled");
        assert_eq!(size(&bytes), (20, 40));
        assert!(
            !bytes.windows(3).any(|part| part == b"GPS") && !bytes.windows(4).any(|part| part == b"Exif")
        );
    }

    #[test]
    fn a_picture_is_a_paragraph_where_the_caret_is() {
        let insert = |source: &str, at| insert_image(source, at, "En [bild]", "/x");
        assert_eq!(insert("", None), "![En bild](/x)");
        assert_eq!(insert("Ett.", None), "Ett.\n\n![En bild](/x)");
        assert_eq!(insert("Ett.\n\nTvå.", Some(5)), "Ett.\n\n![En bild](/x)\n\nTvå.");
        assert_eq!(insert("🎉 Ett.", Some(3)), "🎉\n\n![En bild](/x)\n\nEtt.", "in units of UTF-16");
        assert_eq!(insert("Ett.", Some(99)), "Ett.\n\n![En bild](/x)");
        assert_eq!(insert("Ett.", Some(0)), "![En bild](/x)\n\nEtt.");
    }
}
